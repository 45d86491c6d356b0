-- The tables of `orders` as the design first had them. Never edit a step that has been shipped.
CREATE TABLE "order" (
  "id" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "note" TEXT,
  "lines" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  PRIMARY KEY ("id")
);
CREATE INDEX "order_by_status" ON "order" ("status");
