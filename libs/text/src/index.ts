export { isReadable, normalText } from './normal-text';
