import { IsAnyObject, IsNested, IsText, MayBeAbsent } from '../http/validation/fields';

/** The device that reported the line. */
export class ImportDevice {
  @IsText(64)
  readonly id!: string;

  @MayBeAbsent()
  @IsText(64)
  readonly sequence?: string;
}

/** One command of an import. `command` is the path without ids; `id` the visit, gate or yard it names. */
export class ImportLine {
  @IsText(255)
  readonly key!: string;

  @IsText(100)
  readonly command!: string;

  @MayBeAbsent()
  @IsText(64)
  readonly id?: string;

  @IsAnyObject()
  readonly body!: Readonly<Record<string, unknown>>;

  @MayBeAbsent()
  @IsNested(() => ImportDevice)
  readonly device?: ImportDevice;
}
