// Turns a listen on the contract's port into one on the port that this agent was given.
const net = require('net');
const contract = Number(process.env.CADRE_CONTRACT_PORT);
const given = Number(process.env.PORT);
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  if (Number(first) === contract) {
    first = given;
  } else if (first && typeof first === 'object' && Number(first.port) === contract) {
    first = { ...first, port: given };
  }
  return listen.call(this, first, ...rest);
};
