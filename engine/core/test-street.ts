/** A street for the tables of routing: venue 0 (replaces) and venue 1 list instrument 1, are up, and have street accounts 5 and 6. */
import { VenueAbility } from '../../protocol/codes/enums.js';
import type { Record16 } from './test-commands.js';
import { defineStreet } from './test-limit-commands.js';
import { defineListing, defineVenue, venueStatus } from './test-route-commands.js';

export const STREET: readonly Record16[] = [
  defineStreet(5),
  defineStreet(6),
  defineVenue(0, 5, VenueAbility.Replace),
  defineVenue(1, 6),
  defineListing(0, 1),
  defineListing(1, 1),
  venueStatus(0, true),
  venueStatus(1, true),
];
