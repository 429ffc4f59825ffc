import { eventsPage } from './events-page';
import { storedSamples } from './stored-samples';
import { runPage } from './write-page';

// npm run docs:events: writes docs/events.md. npm run docs:events -- --check: fails when it is not what the code says.

runPage('events.md', () => eventsPage(storedSamples()), 'docs:events');
