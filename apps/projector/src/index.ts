export { ProjectorModule } from './projector.module';
export { logLocationOf } from './log-location';
export { openLog, openWrittenLog } from './open-log';
