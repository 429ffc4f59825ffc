import { rolesPage } from './roles-page';
import { runPage } from './write-page';

// npm run docs:roles: writes docs/roles.md. npm run docs:roles -- --check: fails when it is not what the code says.

runPage('roles.md', rolesPage, 'docs:roles');
