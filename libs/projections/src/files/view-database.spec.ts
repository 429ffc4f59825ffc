import { checkpointContract } from '#libs/event-sourcing/testing';
import { openViewFile, ViewCheckpoints } from './view-database';

describe('checkpoints in the file of the views', () => {
  checkpointContract(() => new ViewCheckpoints(openViewFile(':memory:', [])));
});
