export { transfer } from './transfer.js';
export { qrPayment } from './qr-payment.js';
export { topUp } from './top-up.js';
export { balance } from './balance.js';
