import { TEXT } from '#libs/http-edge';
import type { StoredData } from '#libs/http-edge';

/** What is stored of every act of a fee account beside what was reported. */
export const GATE_OF_VISIT: Omit<StoredData, 'type'> = {
  adds: { gate: { ...TEXT, description: 'the gate of the visit when this was recorded' } },
  alwaysAdds: ['gate'],
};
