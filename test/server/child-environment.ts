/**
 * Our environment without what would redirect the programs we start: PGHOST and its like lead
 * PostgreSQL's tools to another server, PYTHONPATH and its like put foreign modules first.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(PG|PYTHON|VIRTUAL_ENV)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
