// class-transformer publishes the types of its metadata storage, but at another path than the code.
declare module 'class-transformer/cjs/storage' {
  export { defaultMetadataStorage } from 'class-transformer/types/storage';
}
