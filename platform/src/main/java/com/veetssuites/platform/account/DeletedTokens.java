package com.veetssuites.platform.account;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** How much the clean-up of tokens has deleted. */
@JsonNaming(SnakeCaseStrategy.class)
record DeletedTokens(long refreshTokens, long logins) {}
