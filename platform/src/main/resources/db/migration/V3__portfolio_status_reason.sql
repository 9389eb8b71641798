-- Why a document could not be read, in a sentence for its owner.
ALTER TABLE portfolios ADD COLUMN status_reason varchar(500);
