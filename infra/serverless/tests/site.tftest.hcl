# The site: one origin in front of bucket and gateways.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name               = "parley-dev"
  bucket_name        = "parley-dev-site-111122223333"
  http_api_host      = "http.example.org"
  websocket_api_host = "socket.example.org"
  websocket_stage    = "ws"
  proxy_secret       = "of-cloudfront-alone"
  files_origin       = "https://files.example.org"
  uploads_origin     = "https://uploads.example.org"
  domain_names       = []
  certificate_arn    = null
  web_acl_arn        = null
  price_class        = "PriceClass_100"
  keep_replaced_days = 30
  kms_key_arn        = null
}

run "site" {
  command = apply

  module {
    source = "../modules/site"
  }

  assert {
    condition = { for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : behaviour.path_pattern => behaviour.target_origin_id } == {
      "/static/*" = "files", "/ws" = "websocket"
      "/api"      = "http", "/api/*" = "http", "/admin" = "http", "/admin/*" = "http"
      "/accounts" = "http", "/accounts/*" = "http", "/health" = "http", "/health/*" = "http"
    }
    error_message = "Each address goes where docs/operations.md says."
  }

  assert {
    condition = alltrue([
      for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior :
      behaviour.cache_policy_id == local.no_caching && behaviour.origin_request_policy_id == local.all_but_host
      if behaviour.target_origin_id != "files"
    ])
    error_message = "Nothing that the gateways answer is cached, and they get every header and cookie."
  }

  assert {
    condition     = alltrue([for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : behaviour.viewer_protocol_policy == "https-only" if behaviour.target_origin_id != "files"])
    error_message = "No token goes over plain HTTP."
  }

  assert {
    condition     = alltrue([for origin in aws_cloudfront_distribution.this.origin : origin.custom_origin_config[0].origin_protocol_policy == "https-only" if origin.origin_id != "files"])
    error_message = "Behind CloudFront it is TLS too."
  }

  assert {
    condition     = alltrue([for origin in aws_cloudfront_distribution.this.origin : contains([for header in origin.custom_header : "${header.name}: ${header.value}"], "X-Proxy-Secret: of-cloudfront-alone") if origin.origin_id != "files"])
    error_message = "Each gateway can tell CloudFront from whoever calls past it."
  }

  assert {
    condition     = alltrue([for origin in aws_cloudfront_distribution.this.origin : length(origin.custom_header) == 0 if origin.origin_id == "files"])
    error_message = "The bucket is told no secret."
  }

  assert {
    condition     = one([for origin in aws_cloudfront_distribution.this.origin : origin.origin_access_control_id if origin.origin_id == "files"]) == aws_cloudfront_origin_access_control.this.id
    error_message = "CloudFront signs what it asks of the bucket."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].response_headers_policy_id == aws_cloudfront_response_headers_policy.this["shell"].id
    error_message = "The client gets the headers that the server would send."
  }

  assert {
    condition = alltrue([
      for directive in ["connect-src 'self' https://uploads.example.org;", "img-src 'self' https://files.example.org data: blob:;", "media-src 'self' https://files.example.org blob:;"] :
      strcontains(aws_cloudfront_response_headers_policy.this["shell"].security_headers_config[0].content_security_policy[0].content_security_policy, directive)
    ])
    error_message = "The client sends files to the bucket, and shows and plays them from what stands before it."
  }

  assert {
    condition     = !strcontains(aws_cloudfront_response_headers_policy.this["static"].security_headers_config[0].content_security_policy[0].content_security_policy, "example.org")
    error_message = "Nothing else is let near the files."
  }
}

run "under_its_own_name" {
  command = apply

  module {
    source = "../modules/site"
  }

  variables {
    domain_names    = ["chat.example.org"]
    certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/one"
  }

  assert {
    condition     = alltrue([for origin in aws_cloudfront_distribution.this.origin : contains([for header in origin.custom_header : "${header.name}: ${header.value}"], "X-Forwarded-Host: chat.example.org") if origin.origin_id != "files"])
    error_message = "Django knows the name that the caller used."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "Old TLS is refused."
  }
}

run "bucket" {
  command = apply

  module {
    source = "../modules/bucket"
  }

  variables {
    name                      = "parley-dev-site-111122223333"
    reading_distribution_arns = ["arn:aws:cloudfront::111122223333:distribution/EXAMPLE"]
    force_destroy             = false
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls, aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls, aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "No bucket is public."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement :
      statement.Effect == "Deny" || (statement.Principal == { Service = "cloudfront.amazonaws.com" } && statement.Condition == { StringEquals = { "aws:SourceArn" = "arn:aws:cloudfront::111122223333:distribution/EXAMPLE" } })
    ])
    error_message = "Only this distribution reads the bucket."
  }

  assert {
    condition     = contains([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Sid if statement.Effect == "Deny"], "NothingWithoutTLS")
    error_message = "Plain HTTP is refused."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "The bucket is encrypted."
  }
}

run "bucket_of_files" {
  command = apply

  module {
    source = "../modules/bucket"
  }

  variables {
    name               = "parley-dev-files-111122223333"
    keep_replaced_days = 7
    keep_days          = { "uploads/" = 2 }
    unfinished_days    = 2
    page_origins       = ["https://chat.example.org"]
    force_destroy      = false
  }

  assert {
    condition = alltrue([
      length(aws_s3_bucket_lifecycle_configuration.this[0].rule) == 2,
      one([for rule in aws_s3_bucket_lifecycle_configuration.this[0].rule : one(rule.noncurrent_version_expiration).noncurrent_days if rule.id == "what-was-replaced"]) == 7,
      one([for rule in aws_s3_bucket_lifecycle_configuration.this[0].rule : one(rule.abort_incomplete_multipart_upload).days_after_initiation if rule.id == "what-was-replaced"]) == 2,
      one([for rule in aws_s3_bucket_lifecycle_configuration.this[0].rule : "${one(rule.filter).prefix} ${one(rule.expiration).days}" if rule.id == "uploads"]) == "uploads/ 2",
    ])
    error_message = "What was never finished, never looked at, or deleted is gone in days; everything else stays."
  }

  assert {
    condition     = one(aws_s3_bucket_cors_configuration.this[0].cors_rule).allowed_origins == toset(["https://chat.example.org"]) && one(aws_s3_bucket_cors_configuration.this[0].cors_rule).allowed_methods == toset(["GET", "POST", "PUT"])
    error_message = "Pages of the site send and fetch files, and no other's."
  }

  assert {
    condition     = length([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement if statement.Effect == "Allow"]) == 0
    error_message = "Nobody reads the bucket but by a signature."
  }
}
