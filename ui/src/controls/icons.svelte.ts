// The icons of the interface by name, so that plain tables can speak of them.

import Scissors from "@lucide/svelte/icons/scissors";
import ClipboardPaste from "@lucide/svelte/icons/clipboard-paste";
import History from "@lucide/svelte/icons/history";
import Box from "@lucide/svelte/icons/box";
import Boxes from "@lucide/svelte/icons/boxes";
import Square from "@lucide/svelte/icons/square";
import SquareDashed from "@lucide/svelte/icons/square-dashed";
import Plug from "@lucide/svelte/icons/plug";
import Database from "@lucide/svelte/icons/database";
import Zap from "@lucide/svelte/icons/zap";
import Globe from "@lucide/svelte/icons/globe";
import UserRound from "@lucide/svelte/icons/user-round";
import StickyNote from "@lucide/svelte/icons/sticky-note";
import Container from "@lucide/svelte/icons/container";
import Layers from "@lucide/svelte/icons/layers";
import Landmark from "@lucide/svelte/icons/landmark";
import Newspaper from "@lucide/svelte/icons/newspaper";
import Users from "@lucide/svelte/icons/users";
import ImageIcon from "@lucide/svelte/icons/image";
import Maximize from "@lucide/svelte/icons/maximize";
import MapIcon from "@lucide/svelte/icons/map";
import OctagonX from "@lucide/svelte/icons/octagon-x";
import TriangleAlert from "@lucide/svelte/icons/triangle-alert";
import Info from "@lucide/svelte/icons/info";
import Repeat2 from "@lucide/svelte/icons/repeat-2";
import ShieldCheck from "@lucide/svelte/icons/shield-check";
import Plus from "@lucide/svelte/icons/plus";
import Minus from "@lucide/svelte/icons/minus";
import PenLine from "@lucide/svelte/icons/pen-line";
import Pencil from "@lucide/svelte/icons/pencil";
import FilePlus2 from "@lucide/svelte/icons/file-plus-2";
import FileDiff from "@lucide/svelte/icons/file-diff";
import GitCompare from "@lucide/svelte/icons/git-compare";
import Lock from "@lucide/svelte/icons/lock";
import LockOpen from "@lucide/svelte/icons/lock-open";
import KeyRound from "@lucide/svelte/icons/key-round";
import Timer from "@lucide/svelte/icons/timer";
import LocateFixed from "@lucide/svelte/icons/locate-fixed";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import Check from "@lucide/svelte/icons/check";
import ChevronDown from "@lucide/svelte/icons/chevron-down";
import ChevronRight from "@lucide/svelte/icons/chevron-right";
import ChevronUp from "@lucide/svelte/icons/chevron-up";
import X from "@lucide/svelte/icons/x";
import Search from "@lucide/svelte/icons/search";
import Undo2 from "@lucide/svelte/icons/undo-2";
import Redo2 from "@lucide/svelte/icons/redo-2";
import Moon from "@lucide/svelte/icons/moon";
import Sun from "@lucide/svelte/icons/sun";
import Monitor from "@lucide/svelte/icons/monitor";
import Folder from "@lucide/svelte/icons/folder";
import FolderOpen from "@lucide/svelte/icons/folder-open";
import FileCode from "@lucide/svelte/icons/file-code";
import Ellipsis from "@lucide/svelte/icons/ellipsis";
import GripVertical from "@lucide/svelte/icons/grip-vertical";
import ArrowRight from "@lucide/svelte/icons/arrow-right";
import ArrowLeft from "@lucide/svelte/icons/arrow-left";
import Trash2 from "@lucide/svelte/icons/trash-2";
import Copy from "@lucide/svelte/icons/copy";
import Palette from "@lucide/svelte/icons/palette";
import Hand from "@lucide/svelte/icons/hand";
import MousePointer2 from "@lucide/svelte/icons/mouse-pointer-2";
import PanelLeft from "@lucide/svelte/icons/panel-left";
import Command from "@lucide/svelte/icons/command";
import Keyboard from "@lucide/svelte/icons/keyboard";
import BookOpen from "@lucide/svelte/icons/book-open";
import Play from "@lucide/svelte/icons/play";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Braces from "@lucide/svelte/icons/braces";
import LayoutGrid from "@lucide/svelte/icons/layout-grid";
import Table2 from "@lucide/svelte/icons/table-2";
import Waypoints from "@lucide/svelte/icons/waypoints";
import ShoppingCart from "@lucide/svelte/icons/shopping-cart";
import FileX from "@lucide/svelte/icons/file-x";
import FileCheck2 from "@lucide/svelte/icons/file-check-2";
import CircleDot from "@lucide/svelte/icons/circle-dot";
import ListTree from "@lucide/svelte/icons/list-tree";
import Spline from "@lucide/svelte/icons/spline";
import House from "@lucide/svelte/icons/house";
import Scaling from "@lucide/svelte/icons/scaling";
import CirclePlus from "@lucide/svelte/icons/circle-plus";
import Aperture from "@lucide/svelte/icons/aperture";
import Eye from "@lucide/svelte/icons/eye";
import Bookmark from "@lucide/svelte/icons/bookmark";
import Presentation from "@lucide/svelte/icons/presentation";
import Pause from "@lucide/svelte/icons/pause";
import ChevronLeft from "@lucide/svelte/icons/chevron-left";
import Route from "@lucide/svelte/icons/route";
import LogOut from "@lucide/svelte/icons/log-out";

export const icons = {
  box: Box,
  scissors: Scissors,
  "clipboard-paste": ClipboardPaste,
  history: History,
  boxes: Boxes,
  square: Square,
  "square-dashed": SquareDashed,
  plug: Plug,
  database: Database,
  zap: Zap,
  globe: Globe,
  "user-round": UserRound,
  "sticky-note": StickyNote,
  container: Container,
  layers: Layers,
  landmark: Landmark,
  newspaper: Newspaper,
  users: Users,
  image: ImageIcon,
  maximize: Maximize,
  map: MapIcon,
  "octagon-x": OctagonX,
  "triangle-alert": TriangleAlert,
  info: Info,
  "repeat-2": Repeat2,
  "shield-check": ShieldCheck,
  plus: Plus,
  minus: Minus,
  "pen-line": PenLine,
  pencil: Pencil,
  "file-plus-2": FilePlus2,
  "file-diff": FileDiff,
  "git-compare": GitCompare,
  lock: Lock,
  "lock-open": LockOpen,
  "key-round": KeyRound,
  timer: Timer,
  "locate-fixed": LocateFixed,
  "circle-check": CircleCheck,
  check: Check,
  "chevron-down": ChevronDown,
  "chevron-right": ChevronRight,
  "chevron-up": ChevronUp,
  x: X,
  search: Search,
  "undo-2": Undo2,
  "redo-2": Redo2,
  moon: Moon,
  sun: Sun,
  monitor: Monitor,
  folder: Folder,
  "folder-open": FolderOpen,
  "file-code": FileCode,
  ellipsis: Ellipsis,
  "grip-vertical": GripVertical,
  "arrow-left": ArrowLeft,
  "arrow-right": ArrowRight,
  "trash-2": Trash2,
  copy: Copy,
  palette: Palette,
  hand: Hand,
  "mouse-pointer-2": MousePointer2,
  "panel-left": PanelLeft,
  command: Command,
  keyboard: Keyboard,
  "book-open": BookOpen,
  play: Play,
  "refresh-cw": RefreshCw,
  braces: Braces,
  "layout-grid": LayoutGrid,
  "table-2": Table2,
  waypoints: Waypoints,
  "shopping-cart": ShoppingCart,
  "file-x": FileX,
  "file-check-2": FileCheck2,
  "circle-dot": CircleDot,
  "list-tree": ListTree,
  spline: Spline,
  house: House,
  scaling: Scaling,
  "circle-plus": CirclePlus,
  aperture: Aperture,
  eye: Eye,
  bookmark: Bookmark,
  presentation: Presentation,
  pause: Pause,
  "chevron-left": ChevronLeft,
  route: Route,
  "log-out": LogOut,
} as const;

export type IconName = keyof typeof icons;
