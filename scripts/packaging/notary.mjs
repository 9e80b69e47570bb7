/** What Apple's notary service needs of the environment. Sends nothing. */

/** An Apple ID, a password of it for this use alone, and the team. */
const NEEDED = ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'];

/**
 * The credentials as @electron/notarize takes them, or null and the names that are missing.
 * @param {NodeJS.ProcessEnv} env
 */
export const notaryCredentials = env => {
  const missing = NEEDED.filter(name => !env[name]);
  if (missing.length > 0) return { credentials: null, missing };
  return {
    credentials: {
      appleId: env.APPLE_ID,
      appleIdPassword: env.APPLE_APP_SPECIFIC_PASSWORD,
      teamId: env.APPLE_TEAM_ID,
    },
    missing,
  };
};
