/** Whether a text may be the address of a model server. Asks nobody. */
import { StudioError } from '../../shared/errors.ts';
import { ModelServerUrl } from '../../shared/model-manifest.ts';

/** @throws StudioError `request/invalid` for the first that may not. */
export const checkServerAddresses = (addresses: readonly string[]): void => {
  const wrong = addresses.find(text => !ModelServerUrl.safeParse(text).success);
  if (wrong !== undefined)
    throw new StudioError(
      'request/invalid',
      `"${wrong}" is no model server. An address is like http://host:8000 or grpc://host:8001.`,
    );
};
