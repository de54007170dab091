/** Where an order is executed, as people say it: wherever it is best after fees, or at the venue of a number. */
import { Route } from './codes/enums.js';
import { VENUES } from './records/routing.js';

export type RouteWord = 'smart' | number;

/** `Route`; our own book where none is said. @throws RangeError there is no such venue */
export function routeCode(route: RouteWord | undefined): number {
  if (route === undefined) return Route.OwnBook;
  if (route === 'smart') return Route.Smart;
  if (!Number.isInteger(route) || route < 0 || route >= VENUES)
    throw new RangeError(`route must be "smart" or the number of a venue, 0 to ${VENUES - 1}, not ${route}`);
  return Route.Venue + route;
}
