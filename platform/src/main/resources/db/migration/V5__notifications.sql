-- Whether a user wants mail. Constant default: no row is rewritten.
ALTER TABLE users ADD COLUMN email_notifications boolean NOT NULL DEFAULT true;

-- The ledger of mail. A row is claimed, with a token that later steps must show, and leaves its state only by whoever
-- holds the claim, or once the claim has run out:
--   queued       nobody is at it; the server has not taken it
--   sending      claimed; the end of the message has not been sent, so the server cannot have taken it
--   handed_over  claimed; the end of the message is on its way, or was when the claim ran out
--   sent         the server has taken it
--   uncertain    handed over, and nobody knows whether the server has taken it: never sent again
--   skipped      not sent, as the recipient does not want it: the reason is in error
--   failed       given up: the answer of the server is in error
ALTER TABLE notifications
    DROP CONSTRAINT notifications_status_check,
    ADD CONSTRAINT notifications_status_check
        CHECK (status IN ('queued', 'sending', 'handed_over', 'sent', 'uncertain', 'skipped', 'failed')),
    ADD COLUMN claim uuid,
    ADD COLUMN claimed_until timestamptz,
    ADD COLUMN attempts integer NOT NULL DEFAULT 0;

-- Addresses that want no mail and are no user's: SHA-256 of the address in lower case.
CREATE TABLE suppressed_addresses (
    address_hash bytea PRIMARY KEY CHECK (length(address_hash) = 32),
    suppressed_at timestamptz NOT NULL DEFAULT now()
);
