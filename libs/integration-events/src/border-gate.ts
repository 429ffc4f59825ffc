/* The published language of the border gate, version 1: contract and translation side by side. The key is the gate. */
import { Type } from '@sinclair/typebox';
import type { ActData, GateActs, GateActType } from '#libs/truck-flow';
import {
  code,
  count,
  handoverMode,
  instant,
  officialName,
  oneOf,
  openingHours,
  part,
  trucks,
} from './fields';
import { present, publishing, range } from './translation';
import type { Background, PublishedNoun, Translation } from './translation';

const topic = 'truck-flow.border-gate.v1';
const { told, corrected } = publishing(topic, part({ gate: code() }));

/** When an act is in force: from `effectiveFrom` (inclusive) to `until` (exclusive). */
const FORCE = { effectiveFrom: instant(), until: Type.Optional(instant()) };

const side = () => oneOf('HOME', 'FOREIGN');
/** The side that ordered an act, where it is known. */
const ORDERED = { orderedBy: Type.Optional(side()) };
const laneKind = () => oneOf('ORDINARY', 'DEDICATED_FREIGHT_ROAD');

function force({ effectiveFrom, until }: ActData, { eventTime }: Background) {
  return { effectiveFrom: effectiveFrom ?? eventTime, ...present({ until }) };
}

function hours(data: Pick<GateActs['borderGate.GateHoursChanged.v1'], 'hours'>) {
  return data.hours.map(({ lane, weekdays, from, to }) => ({ lane, weekdays: [...weekdays], from, to }));
}

const FACTS: { readonly [Type in GateActType]: Translation<GateActs[Type]> } = {
  'borderGate.GateRegistered.v1': told(
    'GateRegistered',
    'A gate exists, with its lanes, hours and mode.',
    part({
      name: part({ vi: officialName(), zh: officialName(), en: officialName() }),
      timeZone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA zone' }),
      lanes: Type.Array(code()),
      hours: openingHours(),
      handoverMode: handoverMode(),
    }),
    (data) => ({
      name: { vi: data.name.vi, zh: data.name.zh, en: data.name.en },
      timeZone: data.timeZone,
      lanes: [...data.lanes],
      hours: hours(data),
      handoverMode: data.handoverMode,
    }),
  ),
  'borderGate.GateSuspended.v1': told(
    'GateSuspended',
    'Clearance is suspended: the whole gate, one lane, or some goods.',
    part({
      ...FORCE,
      orderedBy: side(),
      lane: Type.Optional(code()),
      commodityScope: Type.Optional(Type.Array(code())),
    }),
    (data, background) => ({
      ...force(data, background),
      orderedBy: data.orderedBy,
      ...present({ lane: data.lane, commodityScope: data.commodityScope && [...data.commodityScope] }),
    }),
  ),
  'borderGate.GateResumed.v1': told(
    'GateResumed',
    'Clearance resumes, perhaps in another mode or at a reduced rate.',
    part({
      ...FORCE,
      ...ORDERED,
      lane: Type.Optional(code()),
      handoverMode: Type.Optional(handoverMode()),
      expectedRate: Type.Optional(trucks()),
    }),
    (data, background) => ({
      ...force(data, background),
      ...present({
        orderedBy: data.orderedBy,
        lane: data.lane,
        handoverMode: data.handoverMode,
        expectedRate: data.expectedRate && range(data.expectedRate),
      }),
    }),
  ),
  'borderGate.HandoverModeChanged.v1': told(
    'HandoverModeChanged',
    'Another handover mode is in force.',
    part({ ...FORCE, ...ORDERED, mode: handoverMode() }),
    (data, background) => ({
      ...force(data, background),
      mode: data.mode,
      ...present({ orderedBy: data.orderedBy }),
    }),
  ),
  'borderGate.GateHoursChanged.v1': told(
    'GateHoursChanged',
    'Other opening hours are in force.',
    part({ ...FORCE, ...ORDERED, hours: openingHours() }),
    (data, background) => ({
      ...force(data, background),
      hours: hours(data),
      ...present({ orderedBy: data.orderedBy }),
    }),
  ),
  'borderGate.ClearanceRateObserved.v1': told(
    'ClearanceRateObserved',
    'The gate was seen to clear so many trucks a day.',
    part({ ...FORCE, trucksPerDay: trucks() }),
    (data, background) => ({ ...force(data, background), trucksPerDay: range(data.trucksPerDay) }),
  ),
  'borderGate.LaneOpened.v1': told(
    'LaneOpened',
    'A lane is open from then on, a new one perhaps.',
    part({ ...FORCE, ...ORDERED, lane: code(), kind: laneKind(), targetPerDay: Type.Optional(count()) }),
    (data, background) => ({
      ...force(data, background),
      lane: data.lane,
      kind: data.kind,
      ...present({ orderedBy: data.orderedBy, targetPerDay: data.targetPerDay }),
    }),
  ),
  'borderGate.LaneClosed.v1': told(
    'LaneClosed',
    'A lane is closed, for good or until it opens again.',
    part({ ...FORCE, ...ORDERED, lane: code() }),
    (data, background) => ({
      ...force(data, background),
      lane: data.lane,
      ...present({ orderedBy: data.orderedBy }),
    }),
  ),
};

export const borderGate: PublishedNoun = {
  topic,
  about: 'Acts of the border gates; the key is the gate.',
  subject: 'gate',
  facts: FACTS,
  corrected: corrected(
    'BorderGateCorrected',
    'An act of the gate did not happen, or was told wrongly; a later correction of it replaces this one.',
    FACTS,
  ),
  inside: {},
};
