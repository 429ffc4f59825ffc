export type { ProjectorData } from './messages';
export { ProjectorThread, startProjector } from './projector-thread';
export type { ProjectorEvents } from './projector-thread';
export { ProjectorModule } from './projector.module';
