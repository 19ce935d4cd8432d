-- The three roles of Anjuan and its database, for a PostgreSQL (16 or later) of your own. Run once as a superuser:
--   psql -v owner_password=... -v app_password=... -f docs/database-roles.sql
-- The embedded PostgreSQL of `npm start` does the same by itself. Then migrate as the owner and run as the application:
--   DATABASE_OWNER_URL=postgres://anjuan_owner:...@host/anjuan npm run migrate
--   DATABASE_URL=postgres://anjuan_app:...@host/anjuan

-- Owns the schema and migrates. BYPASSRLS, because row-level security is forced on owners too and a migration must see
-- the rows that it changes. Immutability binds it all the same, by triggers.
CREATE ROLE anjuan_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS PASSWORD :'owner_password';

-- API and worker. Sees the rows of the offices named in its transaction, and changes nothing that was recorded.
CREATE ROLE anjuan_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';

-- Owns the few functions that look across offices and answer ids, dates and counts. Nobody logs in as it.
CREATE ROLE anjuan_reader NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;
GRANT anjuan_reader TO anjuan_owner WITH INHERIT FALSE, SET TRUE;

CREATE DATABASE anjuan OWNER anjuan_owner;
REVOKE ALL ON DATABASE anjuan FROM PUBLIC;
GRANT CONNECT ON DATABASE anjuan TO anjuan_app;

-- The migrations create the extension btree_gist (PostgreSQL's own, trusted: the owner of the database may). Where the
-- server does not have it, install the package postgresql-contrib first.
-- Keep statements and their parameters out of the server's log: they hold personal data.
ALTER DATABASE anjuan SET log_parameter_max_length = 0;
ALTER DATABASE anjuan SET log_parameter_max_length_on_error = 0;
ALTER DATABASE anjuan SET log_min_error_statement = 'panic';
ALTER DATABASE anjuan SET log_error_verbosity = 'terse';
