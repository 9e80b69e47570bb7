/** POST /studio/model-files: a model's file from the page, for `models.import` to use by its id. */
import { STUDIO_PATHS } from '../../shared/studio-api.ts';
import type { StreamRoute } from '../gateway/stream-route.ts';
import { MAX_MODEL_FILE_BYTES, type ModelLibrary } from '../models/model-library.ts';
import { givenFileName } from './http-routes.ts';

/** The route; the body is the file, `x-file-name` its name, percent-encoded. Answers {uploadId}. */
export const createModelUploadRoute = (models: Pick<ModelLibrary, 'take'>): StreamRoute => ({
  kind: 'stream',
  method: 'POST',
  path: STUDIO_PATHS.modelFiles,
  maxBodyBytes: MAX_MODEL_FILE_BYTES,
  answer: async request => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uploadId: await models.take(request.body, givenFileName(request)) }),
  }),
});
