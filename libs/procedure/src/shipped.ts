export { shippedProcedures } from '#config';
