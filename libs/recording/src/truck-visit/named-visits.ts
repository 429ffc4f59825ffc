import { ownVehiclesAt, readPlate, Rejection } from '#libs/truck-flow';
import type { StepBody, StepName } from '#libs/truck-flow';
import type { Reach } from '../context';
import { VISIT_NOT_FOUND } from '../not-found';
import type { VisitAdmission } from './visit-admission';
import type { VisitIds } from './visit-ids';

interface ReceivingVehicle {
  readonly plate: string;
  readonly visitId?: string;
}

const RECEIVING = ['toTractor', 'toVehicle'] as const;

/** The other visits that a body names. */
export function visitsNamedIn(body: Readonly<Record<string, unknown>>): string[] {
  const vehicles = RECEIVING.map((field) => body[field] as ReceivingVehicle | null | undefined);
  const named: unknown[] = [body['previousVisitId'], ...vehicles.map((vehicle) => vehicle?.visitId)];
  return named.filter((id) => typeof id === 'string');
}

/** What a body says of other visits is held to the caller's scope and to what is recorded of them. */
export class NamedVisits {
  constructor(
    private readonly ids: VisitIds,
    private readonly admission: VisitAdmission,
  ) {}

  /**
   * The body with every visit that it names under the id it is recorded by. `before`: the body that is corrected,
   * whose visits may stay named.
   * @throws Rejection VISIT_NOT_FOUND for a visit that has not arrived or is out of reach; VEHICLE_OF_OTHER_VISIT for
   * a receiving vehicle that the visit did not have when it happened.
   */
  async admit(
    { step, body }: { readonly step: StepName; readonly body: StepBody },
    reach: Reach,
    before: Readonly<Record<string, unknown>> = {},
  ): Promise<StepBody> {
    if (visitsNamedIn(body).length === 0) return body;
    const kept = new Set(visitsNamedIn(before));
    const { previousVisitId } = body;
    const isNew = typeof previousVisitId === 'string' && !kept.has(previousVisitId);
    const previous = step === 'arrival' && isNew ? await this.find(previousVisitId, body, reach) : undefined;
    const vehicles = await Promise.all(
      RECEIVING.map(async (field): Promise<object> => {
        const vehicle = body[field] as ReceivingVehicle | undefined;
        if (vehicle?.visitId === undefined || kept.has(vehicle.visitId)) return {};
        return { [field]: await this.receiving(field, body, reach) };
      }),
    );
    return Object.assign(
      { ...body },
      previous === undefined ? {} : { previousVisitId: previous.visitId },
      ...vehicles,
    ) as StepBody;
  }

  private async receiving(field: string, body: StepBody, reach: Reach): Promise<ReceivingVehicle> {
    const vehicle = body[field] as Required<ReceivingVehicle>;
    const { visitId, visit } = await this.find(vehicle.visitId, body, reach);
    const { plate } = readPlate(vehicle.plate, { pointer: `/${field}/plate` });
    if (!ownVehiclesAt(visit.steps, Date.parse(body.at)).has(plate))
      throw new Rejection('VEHICLE_OF_OTHER_VISIT', `${plate} is no vehicle of that visit`);
    return { ...vehicle, visitId };
  }

  private async find(visitId: string, { yard }: StepBody, reach: Reach) {
    const isOwnYard = typeof yard === 'string' && reach.yard(yard);
    const gate = isOwnYard ? await this.admission.gateOfYard(yard) : undefined;
    const found = await this.ids.find(visitId, reach, gate);
    if (found?.visit.arrival === undefined) throw VISIT_NOT_FOUND();
    return found;
  }
}
