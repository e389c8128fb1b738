BEGIN;
INSERT INTO effects (execution, step, payload) VALUES ('pgbench', 1, '{"orderId": "order", "stage": "Won", "value": 150}');
INSERT INTO effects (execution, step, payload) VALUES ('pgbench', 2, '{"orderId": "order", "stage": "Won", "value": 150}');
COMMIT;
