import { checkpointContract } from '../testing/checkpoint.contract';
import { MemoryCheckpointStore } from './projection-checkpoint';

describe('checkpoints in memory', () => {
  checkpointContract(() => new MemoryCheckpointStore());
});
