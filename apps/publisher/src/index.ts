export * from './publisher.module';
