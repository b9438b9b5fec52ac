/**
 * Our environment without the variables that change the programs we start. PGHOST and similar
 * variables would point PostgreSQL's tools to another server, and PYTHONPATH and similar variables
 * would load other modules.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  const misleading = /^(PG|PYTHON|VIRTUAL_ENV)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !misleading.test(name)));
}
