/** A street for the tables of routing: venue 0 (replaces) and another one list instrument 1, are up, and have street accounts 5 and 6. */
import { VenueAbility } from '../../protocol/codes/enums.js';
import { VENUES } from '../../protocol/records/routing.js';
import type { Record16 } from './test-commands.js';
import { defineStreet } from './test-limit-commands.js';
import { defineListing, defineVenue, venueStatus } from './test-route-commands.js';

const streetWith = (other: number): readonly Record16[] => [
  defineStreet(5),
  defineStreet(6),
  defineVenue(0, 5, VenueAbility.Replace),
  defineVenue(other, 6),
  defineListing(0, 1),
  defineListing(other, 1),
  venueStatus(0, true),
  venueStatus(other, true),
];

export const STREET = streetWith(1);
/** The other one is the last that there is room for. */
export const WIDE_STREET = streetWith(VENUES - 1);
