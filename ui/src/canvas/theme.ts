// The colours the canvas paints with, as one plain object per theme.

export interface Hue {
  text: string;
  soft: string;
  line: string;
}

export interface Status {
  ink: string;
  soft: string;
  line: string;
}

export interface Theme {
  name: "light" | "dark";
  canvas: string;
  dot: string;
  chrome: string;
  surface: string;
  raised: string;
  sunken: string;
  line: string;
  line2: string;
  field: string;
  line3: string;
  ink: string;
  ink2: string;
  ink3: string;
  accent: string;
  onAccent: string;
  accentInk: string;
  accentSoft: string;
  hover: string;
  call: string;
  event: string;
  eventSoft: string;
  data: string;
  dataSoft: string;
  error: Status;
  warning: Status;
  info: Status;
  good: Status;
  waived: Status;
  hues: readonly Hue[];
  /** Five steps, cool to hot. */
  heat: readonly string[];
  block: string;
  note: { paper: string; ink: string };
  /** Ink of shadows and how strong they are, 1 for light. */
  shadow: { colour: string; strength: number };
  /** How much of a hue's soft colour fills its group. */
  groupFill: number;
  /** Fonts for `ctx.font`. */
  sans: string;
  mono: string;
  /** Higher contrast: no tints and shadows, thicker connections. */
  contrast?: boolean;
}

const fonts = {
  sans: '"Inter Variable", Inter, system-ui, sans-serif',
  mono: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace',
};

const hue = (text: string, soft: string, line: string): Hue => ({ text, soft, line });
const status = (ink: string, soft: string, line: string): Status => ({ ink, soft, line });

export const lightTheme: Theme = {
  name: "light",
  canvas: "#F4F4F1",
  dot: "#DCDBD5",
  chrome: "#FBFBFA",
  surface: "#FFFFFF",
  raised: "#FFFFFF",
  sunken: "#EFEFEB",
  line: "#E8E7E2",
  line2: "#DAD9D2",
  field: "#8F8D85",
  line3: "#85837B",
  ink: "#1B1B19",
  ink2: "#53524D",
  ink3: "#66645E",
  accent: "#3847D6",
  onAccent: "#FFFFFF",
  accentInk: "#2F3CBE",
  accentSoft: "#ECEEFD",
  hover: "#0000000A",
  call: "#42413D",
  event: "#83399F",
  eventSoft: "#F6ECFA",
  data: "#0B6B66",
  dataSoft: "#E3F3F1",
  error: status("#B3261E", "#FCECEA", "#EDBBB6"),
  warning: status("#855400", "#FCF2DE", "#E7CB93"),
  info: status("#1A6490", "#E6F1F8", "#AED0E4"),
  good: status("#1B6E40", "#E5F4EB", "#A9D6BB"),
  waived: status("#53524D", "#EFEFEB", "#DAD9D2"),
  hues: [
    hue("#4A5F96", "#EBEDF3", "#7A89AF"),
    hue("#2E6E5E", "#E8EFED", "#659487"),
    hue("#8A4A68", "#F2EBEE", "#A87A8E"),
    hue("#7A5A24", "#F0EDE7", "#9C855D"),
    hue("#3C6A86", "#EAEFF2", "#7091A4"),
    hue("#6A5597", "#EFECF4", "#9182B0"),
    hue("#66702F", "#EEEFE8", "#858D5A"),
    hue("#8B4B3C", "#F2EBEA", "#A87A6F"),
  ],
  heat: ["#EFE9DA", "#E3C88F", "#D2954F", "#B5602F", "#8A2F16"],
  block: "#B9B7AE",
  note: { paper: "#FBF3D3", ink: "#4A4128" },
  shadow: { colour: "#1B1B19", strength: 1 },
  groupFill: 0.62,
  ...fonts,
};

export const darkTheme: Theme = {
  name: "dark",
  canvas: "#131312",
  dot: "#2A2A27",
  chrome: "#1A1A18",
  surface: "#232321",
  raised: "#2A2A27",
  sunken: "#151514",
  line: "#2B2B28",
  line2: "#3A3A36",
  field: "#78756E",
  line3: "#7E7B73",
  ink: "#EEEDE9",
  ink2: "#B9B7AF",
  ink3: "#9A978E",
  accent: "#5160EC",
  onAccent: "#FFFFFF",
  accentInk: "#A9B3FF",
  accentSoft: "#262A4D",
  hover: "#FFFFFF0A",
  call: "#BDBBB3",
  event: "#DDA3F3",
  eventSoft: "#33213A",
  data: "#62CCC3",
  dataSoft: "#13302E",
  error: status("#FF9086", "#3B1E1B", "#6E332D"),
  warning: status("#F0B64A", "#35290F", "#66501F"),
  info: status("#84C2EA", "#162B39", "#2B5168"),
  good: status("#72CF98", "#172E20", "#2E5B3F"),
  waived: status("#B9B7AF", "#151514", "#3A3A36"),
  hues: [
    hue("#A3B5E6", "#26282E", "#5B647C"),
    hue("#86CBB8", "#222B28", "#4C6F65"),
    hue("#E3A6C1", "#2E2629", "#7B5C6A"),
    hue("#DCBF86", "#2D2921", "#78694C"),
    hue("#93C2DD", "#242A2C", "#536A78"),
    hue("#C2AEEC", "#2A272E", "#6A607F"),
    hue("#C3CD87", "#2A2B21", "#6B704C"),
    hue("#E7AB9B", "#2F2724", "#7D5F56"),
  ],
  heat: ["#3A362C", "#6B5831", "#A5763C", "#DB8A52", "#FFB08C"],
  block: "#5A5852",
  note: { paper: "#3A3420", ink: "#EBDFB5" },
  shadow: { colour: "#000000", strength: 6 },
  groupFill: 0.62,
  ...fonts,
};

export const themes = { light: lightTheme, dark: darkTheme } as const;

/** Hues repeat after the eighth. */
export const hueOf = (theme: Theme, index: number | undefined): Hue | null =>
  index === undefined ? null : (theme.hues[index % theme.hues.length] ?? null);
