import {
  ARRIVED,
  BODIES,
  CALLED,
  CLEARED,
  CROSSED,
  DISINFECTED,
  HANDED_OVER,
  REPORTED,
  corrected,
  correction,
  given,
  past,
  recorded,
  report,
  visitAfter,
} from '../../testing/visit-story';
import { REJECTIONS } from '../rejection';
import type { TruckVisitEvent } from './events';
import type { StepName } from './steps';
import { stageOf } from './state';
import type { Stage } from './state';

/** How a truck got to each stage, in the mode FOREIGN_YARD. */
const STORIES: Record<Stage, readonly TruckVisitEvent[]> = {
  ARRIVED,
  CUSTOMS_CLEARED: CLEARED,
  DISINFECTED,
  CALLED_FORWARD: CALLED,
  HANDED_OVER,
  CROSSED,
  DELIVERED: [...CROSSED, past('delivery', '11:00')],
  RETURNED: [...CROSSED, past('delivery', '11:00'), past('return', '15:00')],
  TURNED_BACK: [...CALLED, past('turn-back', '08:20')],
  DIVERTED: [...CALLED, past('diversion', '08:20')],
  CANCELLED: [...CALLED, past('cancellation', '08:20')],
  TRANSFERRED: [...CALLED, past('transload', '08:20', { toVisitId: BODIES.arrival['visitId' as never] })],
  SEEN_ELSEWHERE: [...CALLED, past('sighting-elsewhere', '08:20')],
  VOIDED: [...CALLED, corrected(0)],
};

/**
 * What each command comes to at each stage, the same words as before where the step is done already.
 * +  the step is recorded       =  nothing: it is recorded already
 */
const CODES: Record<string, string> = {
  arr: 'BEFORE_ARRIVAL',
  cus: 'CUSTOMS_NOT_CLEARED',
  cab: 'CABIN_NOT_DISINFECTED',
  any: 'NOT_DISINFECTED',
  cal: 'NOT_CALLED_FORWARD',
  drv: 'NOT_HANDED_OVER',
  crs: 'NOT_CROSSED',
  yrd: 'NOT_IN_YARD',
  hld: 'NOT_HELD',
  end: 'VISIT_ENDED',
};
const GRID = `
                  ARRIVED CUSTOMS_CLEARED DISINFECTED CALLED_FORWARD HANDED_OVER CROSSED DELIVERED RETURNED TURNED_BACK DIVERTED CANCELLED TRANSFERRED SEEN_ELSEWHERE VOIDED
arrival           =       =               =           =              =           =       =         =        =           =        =         =           =              +
customs-clearance +       =               =           =              =           =       =         =        =           =        =         =           =              =
disinfection      cus     +               =           =              =           =       =         =        =           =        =         =           =              =
call-forward      cus     +               +           =              =           =       =         =        =           =        =         =           =              =
call-excuse       cal     cal             cal         +              +           end     end       end      end         end      end       end         end            arr
yard-entry        +       +               +           +              +           end     end       end      end         end      end       end         end            arr
yard-exit         yrd     yrd             yrd         yrd            yrd         end     end       end      end         end      end       end         end            arr
weighing          +       +               +           +              +           end     end       end      end         end      end       end         end            arr
handover          cus     cab             +           +              =           =       =         =        end         end      end       end         end            arr
container-cut     cus     cab             +           +              +           end     end       end      end         end      end       end         end            arr
container-lift    cus     any             +           +              +           end     end       end      end         end      end       end         end            arr
transload         cus     any             +           +              +           end     end       end      end         end      end       =           end            arr
crossing          cus     cab             drv         drv            +           =       =         =        end         end      end       end         end            arr
delivery          crs     crs             crs         crs            crs         +       =         =        end         end      end       end         crs            arr
return            crs     crs             crs         crs            crs         +       +         =        end         end      end       end         crs            arr
turn-back         +       +               +           +              +           end     end       end      =           end      end       end         end            arr
diversion         +       +               +           +              +           end     end       end      end         =        end       end         end            arr
cancellation      +       +               +           +              +           end     end       end      end         end      =         end         end            arr
vehicle-change    +       +               +           +              +           end     end       end      end         end      end       end         end            arr
hold              +       +               +           +              +           end     end       end      end         end      end       end         end            arr
hold-lift-confirmation hld   hld   hld   hld   hld   end   end   end   end   end   end   end   end   arr
hold-lift         hld     hld             hld         hld            hld         end     end       end      end         end      end       end         end            arr
ticket            +       +               +           +              +           end     end       end      end         end      end       end         end            arr
correction        +       +               +           +              +           +       +         +        +           +        +         +           +              +
`;

const [head = '', ...rows] = GRID.trim().split('\n');
const stages = head.trim().split(/\s+/u) as Stage[];
const cells = rows.flatMap((row) => {
  const [command = '', ...outcomes] = row.split(/\s+/u);
  return outcomes.map((outcome, i) => ({ command, stage: stages[i] as Stage, outcome }));
});

describe('the grid', () => {
  it('has every stage and every command, and no cell is missing', () => {
    expect(stages).toEqual(Object.keys(STORIES));
    const commands = [...REPORTED, 'correction'];
    expect(rows.map((row) => row.split(' ')[0])).toEqual(commands);
    expect(cells).toHaveLength(stages.length * commands.length);
  });

  it('uses codes that exist', () => {
    for (const code of Object.values(CODES)) expect(Object.keys(REJECTIONS)).toContain(code);
  });

  it.each(Object.entries(STORIES))('tells a story that ends %s', (stage, story) => {
    expect(stageOf(visitAfter(...story))).toBe(stage);
  });
});

/** These differ from the mode FOREIGN_YARD. */
const TRANSFERS = new Set<string>(['container-cut', 'container-lift', 'transload']);
const DIFFERS = [{ code: 'MODE_DIFFERS_FROM_GATE', pointer: '' }];

describe.each(cells)('$command at $stage', ({ command, stage, outcome }) => {
  const story = STORIES[stage];

  it(`comes to ${CODES[outcome] ?? outcome}`, () => {
    if (command === 'correction') {
      const last = story.length - 1;
      const target = stage === 'VOIDED' ? last - 1 : last;
      given(...story)
        .when(correction(target))
        .then([corrected(target)]);
      return;
    }
    const step = command as StepName;
    const said = given(...story).when(report(step, '18:00'));
    const decision = step === 'ticket' ? said.repeatable() : said;
    const noted = TRANSFERS.has(step) ? { warnings: DIFFERS } : {};
    if (outcome === '+') decision.then([recorded(step, '18:00', {}, noted)]);
    else if (outcome === '=') decision.thenNothing();
    else decision.thenRejected(CODES[outcome] ?? outcome);
  });
});
