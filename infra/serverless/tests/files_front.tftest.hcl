# Where files are fetched that people sent.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "files" {
  command = apply

  module {
    source = "../modules/files_front"
  }

  variables {
    name        = "parley-dev-uploaded"
    bucket_host = "parley-dev-files-111122223333.s3.eu-central-1.amazonaws.com"
    price_class = "PriceClass_100"
  }

  assert {
    condition = alltrue([
      one(aws_cloudfront_distribution.this.origin).domain_name == var.bucket_host,
      one(aws_cloudfront_distribution.this.origin).origin_access_control_id == null,
      length(one(aws_cloudfront_distribution.this.origin).custom_header) == 0,
    ])
    error_message = "S3 judges the signature of the caller's address, and no other."
  }

  assert {
    condition     = one(one(aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin).query_strings_config).query_string_behavior == "all"
    error_message = "The signature reaches S3, and what is answered to one is never another's."
  }

  assert {
    condition     = aws_cloudfront_cache_policy.this.default_ttl == 0 && aws_cloudfront_cache_policy.this.max_ttl <= 1
    error_message = "Nothing is kept for longer than its signature holds."
  }

  assert {
    condition = alltrue([
      one(one(aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin).cookies_config).cookie_behavior == "none",
      one(one(aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin).headers_config).header_behavior == "none",
    ])
    error_message = "S3 is told neither cookies nor the caller's Host."
  }

  assert {
    condition = alltrue([
      aws_cloudfront_distribution.this.default_cache_behavior[0].cache_policy_id == aws_cloudfront_cache_policy.this.id,
      aws_cloudfront_distribution.this.default_cache_behavior[0].response_headers_policy_id == aws_cloudfront_response_headers_policy.this.id,
      aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "https-only",
      aws_cloudfront_distribution.this.default_cache_behavior[0].allowed_methods == toset(["GET", "HEAD"]),
    ])
    error_message = "Files are fetched here, over TLS, and not changed."
  }

  assert {
    condition = alltrue([
      one(aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_security_policy).content_security_policy == "default-src 'none'; sandbox",
      alltrue([for rule in [
        one(aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_security_policy),
        one(aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_type_options),
        one(aws_cloudfront_response_headers_policy.this.security_headers_config[0].referrer_policy),
      ] : rule.override]),
    ])
    error_message = "No browser guesses what a file is, or runs it."
  }

  assert {
    condition     = one(aws_cloudfront_response_headers_policy.this.custom_headers_config[0].items) == { header = "Cross-Origin-Resource-Policy", value = "cross-origin", override = true }
    error_message = "Pages of the site show files, though they are of another."
  }
}
