// How much room the words on connections take.

import { textWidth } from "./advances";
import { fonts } from "./anatomy";
import type { Badge } from "./sheet";

export const pillWidth = (badge: Badge): number =>
  badge.text && badge.severity !== "waived" ? 7 + 13 + 4 + textWidth(badge.text, fonts.label) + 7 : 20;

export const labelWidth = (text: string): number => textWidth(text, fonts.label) + 14;
