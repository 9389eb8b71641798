package com.veetssuites.platform.account;

/** How much the clean-up of tokens has deleted. */
record DeletedTokens(long refreshTokens, long logins) {}
