// Paths in the fewest words, with either slash.

import { expect, it } from "vitest";
import { designOf, placeOf } from "./paths";

it("leaves out the file of a design where its folder says the same", () => {
  expect(placeOf("/home/ada/shop/shop.cleave")).toBe("/home/ada/shop");
  expect(placeOf("C:\\work\\shop\\shop.cleave.kdl")).toBe("C:\\work\\shop");
  expect(placeOf("/home/ada/designs/shop.cleave")).toBe("/home/ada/designs/shop.cleave");
});

it("names a design by its file", () => {
  expect(designOf("/home/ada/shop.cleave.kdl")).toBe("shop");
  expect(designOf("C:\\work\\my.shop.cleave")).toBe("my.shop");
});
