/** The engine's own core for a replay, under the limits that a segment names. */
import { DEFAULT_LIMITS } from '../config/limits.js';
import { CORE_VERSION, Core } from '../core/core.js';
import { PrivateRing } from './replay.js';
import type { VerifyOptions } from './verify.js';

export function realVerifyOptions(): Pick<VerifyOptions, 'coreVersion' | 'makeCore'> {
  return {
    coreVersion: CORE_VERSION,
    makeCore: (limits) => {
      const ring = new PrivateRing();
      return { core: new Core({ ...DEFAULT_LIMITS, ...limits }, ring.writer), ring };
    },
  };
}
