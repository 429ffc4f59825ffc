import { Transform, Type } from 'class-transformer';
import {
  Allow,
  IsOptional,
  IsString,
  Validate,
  ValidateIf,
  ValidateNested,
  ValidatorConstraint,
} from 'class-validator';
import { compiled } from './body-validator';
import { BodyClassError } from './compile-schema';
import { IsTextAsRead } from './fields';
import { registerSchema } from './json-body';

class Plated {
  @IsTextAsRead({})
  readonly plate!: string;
}

@ValidatorConstraint({ name: 'later', async: true })
class Later {
  validate(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

describe('what would make the two validators differ stops the start', () => {
  class ListWithoutArray {
    @IsString({ each: true })
    readonly texts!: string[];
  }
  class NestedWithoutType {
    @ValidateNested()
    readonly plated!: Plated;
  }
  class NestedWithoutObject {
    @ValidateNested()
    @Type(() => Plated)
    readonly plated!: Plated;
  }
  class Dated {
    @ValidateNested()
    @Type(() => Date)
    readonly at!: Date;
  }
  class NullIsAbsent {
    @IsOptional()
    @IsString()
    readonly text?: string;
  }
  class Conditional {
    @ValidateIf(() => false)
    @IsString()
    readonly text!: string;
  }
  class Allowed {
    @Allow()
    readonly anything!: unknown;
  }
  class Grouped {
    @IsString({ groups: ['a'] })
    readonly text!: string;
  }
  class Asynchronous {
    @Validate(Later)
    readonly text!: string;
  }
  class Undecorated {
    readonly text!: string;
  }
  class Transformed {
    @Transform(({ value }) => String(value))
    @IsString()
    readonly text!: string;
  }

  test.each([
    ListWithoutArray,
    NestedWithoutType,
    NestedWithoutObject,
    Dated,
    NullIsAbsent,
    Conditional,
    Allowed,
    Grouped,
    Asynchronous,
    Undecorated,
    Transformed,
  ])('%p', (type) => {
    expect(() => compiled(type)).toThrow(BodyClassError);
  });

  test('two classes of one name', () => {
    const twin = () =>
      class Twin {
        readonly text!: string;
      };
    registerSchema(twin());
    expect(() => {
      registerSchema(twin());
    }).toThrow(BodyClassError);
  });
});
