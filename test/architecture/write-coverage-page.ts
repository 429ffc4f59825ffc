import { coveragePage } from './coverage-page';
import { runPage } from './write-page';

// npm run docs:coverage: writes docs/coverage.md. npm run docs:coverage -- --check: fails when it is not what the rows say.

runPage('coverage.md', coveragePage, 'docs:coverage');
