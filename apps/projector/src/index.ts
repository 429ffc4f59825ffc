export { ProjectorModule } from './projector.module';
export { logPlaceOf } from './log-place';
export { openLog, openWrittenLog } from './open-log';
