# Turns a bind to the contract's port into one to the port that this agent was given.
import os
import socket

_contract = int(os.environ["CADRE_CONTRACT_PORT"])
_given = int(os.environ["PORT"])
_bind = socket.socket.bind


def _bind_given(self, address):
    if isinstance(address, tuple) and len(address) >= 2 and address[1] == _contract:
        address = (address[0], _given) + address[2:]
    return _bind(self, address)


socket.socket.bind = _bind_given
