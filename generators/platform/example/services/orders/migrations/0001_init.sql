CREATE TABLE "order" (
  "id" TEXT PRIMARY KEY,
  "sku" TEXT NOT NULL,
  "quantity" BIGINT NOT NULL,
  "cancelled" BIGINT NOT NULL,
  "placed_at" BIGINT NOT NULL,
  "note" TEXT
);
CREATE INDEX "order_by_sku" ON "order" ("sku");
