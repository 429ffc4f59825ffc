const { configureGlobal } = require('fast-check');

// Loaded before each test file where SEED is set: properties try what that seed gives, as seeded histories do.
configureGlobal({ seed: Number(process.env.SEED) });
