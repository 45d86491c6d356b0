-- The tables of `stock` as the design first had them. Never edit a step that has been shipped.
CREATE TABLE "item" (
  "sku" TEXT NOT NULL,
  "left" BIGINT NOT NULL,
  "price_amount" BIGINT NOT NULL,
  "price_currency" TEXT NOT NULL,
  "seen" BIGINT,
  PRIMARY KEY ("sku")
);
