// When something was, as people say it: 2 minutes ago, yesterday, 31 January.

import { counted } from "../../project/kinds";
import { day } from "../../project/locale";

export function dayOf(at: string, now: Date): string {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return "";
  const minutes = Math.round((now.getTime() - then.getTime()) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${counted(minutes, "minute")} ago`;
  if (minutes < 60 * 12) return `${counted(Math.round(minutes / 60), "hour")} ago`;
  const days = Math.round((startOf(now) - startOf(then)) / 86_400_000);
  if (days === 0) return "today";
  if (days === 1) return "yesterday";
  return day(then, then.getFullYear() !== now.getFullYear());
}

const startOf = (day: Date): number => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
