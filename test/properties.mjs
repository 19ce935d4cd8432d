/**
 * Properties draw the same examples in every run of the fast and the ci tier, so that a change is judged by what it
 * changed; `test:all` draws new ones and prints their seed with a failure. ANJUAN_TEST_DRAWS=<n> repeats a seed.
 */
import { configureGlobal } from 'fast-check';

const drawn = process.env.ANJUAN_TEST_DRAWS;
if (drawn !== undefined) configureGlobal({ seed: Number(drawn) });
else if (process.env.ANJUAN_TEST_TIER !== 'all') configureGlobal({ seed: 20210715 });
