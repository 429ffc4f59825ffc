import { claimsOf, DRIVER_REGISTERED, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { DriverRegistered } from '#libs/truck-flow';
import type { StreamSubject, BorderView, VisitSubject } from '../subjects/subject';
import { LEAVING } from '../visit-facts/visit-facts';

/** Registered drivers, and which visit keeps one out: a row while the visit's effective history does. */
export const dedicatedDrivers: BorderView = {
  name: 'dedicated-drivers',
  version: 3,
  types: [DRIVER_REGISTERED, STEPS.arrival, STEPS.handover, STEPS.return, ...LEAVING, VISIT_CORRECTED],
  schema: `
    CREATE TABLE dedicated_drivers (
      driver_code TEXT PRIMARY KEY,
      pool TEXT NOT NULL,
      gate TEXT NOT NULL,
      registered_at TEXT NOT NULL
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE dedicated_drivers_out (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL,
      driver_code TEXT NOT NULL,
      time INTEGER NOT NULL,
      since TEXT NOT NULL
    ) STRICT;
    CREATE INDEX dedicated_drivers_out_driver ON dedicated_drivers_out (driver_code, time);`,
  writer(db) {
    const register = db.prepare(
      `INSERT INTO dedicated_drivers VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET pool = excluded.pool, gate = excluded.gate, registered_at = excluded.registered_at`,
    );
    const remove = db.prepare('DELETE FROM dedicated_drivers_out WHERE visit = ?');
    const write = db.prepare('REPLACE INTO dedicated_drivers_out VALUES (?, ?, ?, ?, ?)');
    const replaceDriver = ({ id, effective }: StreamSubject): void => {
      const [registered] = effective;
      if (registered === undefined) return;
      const { pool, gate } = registered.data as DriverRegistered['data'];
      register.run(id, pool, gate, registered.at);
    };
    const replaceTrip = ({ id, number, visit }: VisitSubject): void => {
      const out = claimsOf(visit).find(({ kind }) => kind === 'driver');
      if (out === undefined || visit.handover === undefined) remove.run(number);
      else write.run(number, id, out.id, visit.handover.time, visit.handover.at);
    };
    return {
      replace(subject) {
        if (subject.category === 'truckVisit') replaceTrip(subject);
        else if (subject.category === 'dedicatedDriver') replaceDriver(subject);
      },
    };
  },
};
