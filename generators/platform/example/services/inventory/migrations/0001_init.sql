CREATE TABLE "stock" (
  "sku" TEXT PRIMARY KEY,
  "available" BIGINT NOT NULL,
  "orders_seen" BIGINT NOT NULL
);
CREATE TABLE "reservation" (
  "order" TEXT PRIMARY KEY,
  "sku" TEXT NOT NULL,
  "quantity" BIGINT NOT NULL
);
