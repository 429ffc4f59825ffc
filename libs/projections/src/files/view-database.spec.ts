import { checkpointContract } from '#libs/event-sourcing/testing';
import { openViewDatabase, ViewCheckpoints } from './view-database';

describe('checkpoints in the file of the views', () => {
  checkpointContract(() => new ViewCheckpoints(openViewDatabase(':memory:', [])));
});
