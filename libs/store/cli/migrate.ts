import { migrate } from '../migrate.ts';

const url = process.env.DATABASE_OWNER_URL;
if (url === undefined || url === '') {
  console.error('DATABASE_OWNER_URL is not set: name the database and its owner, such as postgres://anjuan_owner:…@host/anjuan.');
  process.exitCode = 1;
} else {
  try {
    const ran = await migrate(url);
    console.log(ran.length === 0 ? 'schema up to date' : `migrated: ${ran.join(', ')}`);
  } catch (error) {
    console.error(`migrate: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
